/**
 * The configuration file as an immutable record tree, and the loader that makes one. In goes a prometheus.yml, which
 * means the same here as in Prometheus, with our own keys added; out comes a whole {@link
 * dev.plumbline.daemon.config.PlumblineConfig} or all problems of all files at once, each with file, line and column.
 * What Prometheus knows and we do not do yet is named, never ignored. Durations are milliseconds, sizes bytes, 0 means
 * "no limit" wherever a limit stands. Secrets print as {@code <secret>}. Everybody in the daemon may read the records;
 * only the wiring and the command load. Follows Prometheus's docs/configuration/configuration.md (3.x).
 */
@NullMarked
package dev.plumbline.daemon.config;

import org.jspecify.annotations.NullMarked;
