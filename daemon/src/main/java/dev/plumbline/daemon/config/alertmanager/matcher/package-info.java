/**
 * Alertmanager's matchers as text: {@code severity=~"page|ticket"}. Three ways to read them, as in Alertmanager: the
 * UTF-8 form, the classic form, and both with the classic one deciding where they differ, which is what files and the API use.
 * In goes text, out come {@link dev.plumbline.daemon.config.alertmanager.matcher.Matcher}s, which print and compare, and
 * from them {@link dev.plumbline.model.LabelMatcher}s, which match. Knows nothing of files and positions in them. Follows
 * Alertmanager 0.34, matcher/parse and pkg/labels.
 */
@NullMarked
package dev.plumbline.daemon.config.alertmanager.matcher;

import org.jspecify.annotations.NullMarked;
