/**
 * A small shop over real sockets: services with pods for several tenants, each pod answering {@code GET /metrics} on a
 * loopback port of its own in the Prometheus text format or OpenMetrics. It is what {@code plumbline demo} watches and
 * what tests scrape. In goes a seed and a time source, out come {@link dev.plumbline.fleet.Pod}s that can be scraped and
 * the configuration ({@link dev.plumbline.fleet.FleetConfig}) that scrapes and judges them. What a pod shows is a pure
 * function of its seed and the time elapsed, whoever asks and how often. Two releases are on their way: checkout 2.4.1, which
 * is as good as its predecessor, and payments 3.1.0, which is not; and search has an incident, so that an alert fires and
 * resolves ({@link dev.plumbline.fleet.Incident}, {@link dev.plumbline.fleet.AlertReceivers}). No dependencies; the daemon's demo and tests may use it.
 * Formats: Prometheus text format 0.0.4, OpenMetrics 1.0.0, as much of HTTP/1.1 as a scraper speaks.
 */
@NullMarked
package dev.plumbline.fleet;

import org.jspecify.annotations.NullMarked;
