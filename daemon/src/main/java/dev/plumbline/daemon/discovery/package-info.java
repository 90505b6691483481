/**
 * Finds targets. A {@link dev.plumbline.daemon.discovery.Discovery} watches one source (the file itself, files of
 * target groups, an HTTP endpoint) and hands on its whole list of {@link dev.plumbline.daemon.discovery.TargetGroup}s
 * whenever it changed; on an error the last good list stays. {@link dev.plumbline.daemon.discovery.TargetBuilder} makes
 * scrape targets of groups by relabelling. Time, files' contents and HTTP arrive from outside. Uses config and relabel;
 * the scraper and the wiring use it. Follows Prometheus's documentation of static_config, file_sd_config and
 * http_sd_config and the order of steps of its target population.
 */
@NullMarked
package dev.plumbline.daemon.discovery;

import org.jspecify.annotations.NullMarked;
