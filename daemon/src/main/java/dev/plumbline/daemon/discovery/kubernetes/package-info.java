/**
 * Targets from a Kubernetes cluster. {@link dev.plumbline.daemon.discovery.kubernetes.KubernetesDiscovery} leases the
 * caches of objects that its role needs and makes target groups of them whenever they changed; one class for each role
 * turns an object into a group with Prometheus's meta labels ({@code __meta_kubernetes_…}), looking related objects up
 * in a {@link dev.plumbline.daemon.discovery.kubernetes.Lookup}. Everything but the discovery itself is a pure function
 * of objects. Uses config, discovery and kubernetes; the wiring uses it. Follows Prometheus's documentation of
 * kubernetes_sd_config.
 */
@NullMarked
package dev.plumbline.daemon.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
