package dev.plumbline.template.html;

import java.util.Set;

/** What an attribute holds. */
enum AttributeSort {
    PLAIN, URL, SCRIPT, STYLE;

    private static final Set<String> URLS = Set.of("action", "archive", "background", "cite", "classid", "codebase", "data", "formaction",
            "href", "icon", "longdesc", "manifest", "poster", "profile", "src", "usemap", "xmlns", "srcset", "ping");

    /** By its name in lower case; names that only look like URLs or scripts count as such, to be on the safe side. */
    static AttributeSort of(String name) {
        String local = name.startsWith("data-") ? name.substring("data-".length()) : name.substring(name.indexOf(':') + 1);
        if (local.startsWith("on")) {
            return SCRIPT;
        }
        if (local.equals("style")) {
            return STYLE;
        }
        boolean url = URLS.contains(local) || name.startsWith("data-") && (local.contains("src") || local.contains("uri") || local.contains("url"));
        return url || name.startsWith("xmlns:") ? URL : PLAIN;
    }
}
