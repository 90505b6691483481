package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.HttpClientSection;
import dev.plumbline.daemon.config.LoadContext;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.PagerDuty;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one entry of pagerduty_configs. Used once. */
final class PagerDutyReader {
    private static final List<String> TEMPLATES = List.of("client", "client_url", "description", "severity", "source", "component",
            "group", "class");
    private static final String CLIENT = "{{ template \"pagerduty.default.client\" . }}";
    private static final Map<String, String> DEFAULTS = Map.of("client", CLIENT,
            "client_url", "{{ template \"pagerduty.default.clientURL\" . }}",
            "description", "{{ template \"pagerduty.default.description\" . }}", "severity", "error");
    private static final Map<String, String> DETAILS = Map.of("firing", "{{ .Alerts.Firing | toJson }}",
            "resolved", "{{ .Alerts.Resolved | toJson }}", "num_firing", "{{ .Alerts.Firing | len }}",
            "num_resolved", "{{ .Alerts.Resolved | len }}");
    private final Surroundings around;
    private final LoadContext context;
    private final MappingReader r;
    private final GlobalDefaults global;

    PagerDutyReader(Surroundings around, MappingReader r) {
        this.around = around;
        this.context = around.context();
        this.r = r;
        this.global = around.global();
    }

    PagerDuty read() {
        Secret routing = context.secret(r, "routing_key", "routing_key_file");
        Secret service = context.secret(r, "service_key", "service_key_file");
        if (routing == null && service == null) {
            r.problems().error(r.at(), "missing service or routing key in PagerDuty config: give routing_key or routing_key_file");
        } else if (routing != null && service != null) {
            r.problems().warning(r.at(r.has("service_key") ? "service_key" : "service_key_file"),
                    "service_key (Events API v1) is used, routing_key (v2) is not; leave one of them out");
            routing = null;
        }
        String url = r.string("url", global.pagerDutyUrl());
        HttpClientSection.webAddress(r, "url", url);
        return new PagerDuty(r.bool("send_resolved", true), routing, service, url, templates(), details(), images(), links(),
                Reading.timeout(r), Reading.http(context, r, global.http()));
    }

    private Map<String, String> templates() {
        Map<String, String> templates = Reading.templates(around, r, TEMPLATES, DEFAULTS);
        if (templates.getOrDefault("severity", "").isEmpty()) {
            templates.put("severity", "error");
        }
        if (templates.getOrDefault("source", "").isEmpty()) {
            templates.put("source", templates.getOrDefault("client", CLIENT));
        }
        return templates;
    }

    private Map<String, String> details() {
        var details = new HashMap<>(DETAILS);
        MappingReader d = r.mapping("details");
        for (String name : d.keys()) {
            YamlNode value = d.node(name);
            if (value != null && !(value instanceof YamlNode.Scalar)) {
                r.problems().notYet(d.keyAt(name), "a detail that is " + value.kind());
            } else {
                details.put(name, around.template(d, name, ""));
            }
        }
        return details;
    }

    private List<PagerDuty.Image> images() {
        return Reading.mappings(r, "images", "an image of PagerDuty").stream().map(i -> {
            var image = new PagerDuty.Image(around.template(i, "href", ""), around.template(i, "src", ""), around.template(i, "alt", ""));
            i.finish();
            return image;
        }).toList();
    }

    private List<PagerDuty.Link> links() {
        return Reading.mappings(r, "links", "a link of PagerDuty").stream().map(l -> {
            var link = new PagerDuty.Link(around.template(l, "href", ""), around.template(l, "text", ""));
            l.finish();
            return link;
        }).toList();
    }
}
