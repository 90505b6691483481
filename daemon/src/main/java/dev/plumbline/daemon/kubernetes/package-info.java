/**
 * Reaches the API servers of Kubernetes clusters. {@link dev.plumbline.daemon.kubernetes.KubernetesApi} is the port
 * (list and watch); {@link dev.plumbline.daemon.kubernetes.ClientApi} and what it uses are its one adapter and the only
 * code that knows the client library, so that a daemon without a cluster in its configuration never loads it.
 * {@link dev.plumbline.daemon.kubernetes.ObjectCache} keeps one kind of object up to date by listing once and watching
 * from there, by a clock; {@link dev.plumbline.daemon.kubernetes.Clusters} lets all who ask for the same objects share
 * one cache. What is kept are {@link dev.plumbline.daemon.kubernetes.ApiObject}s: the fields that discovery needs and
 * no others, and Rollouts whole. Uses config; discovery, rollouts and the wiring use it. Follows the Kubernetes API's conventions for
 * efficient detection of changes.
 */
@NullMarked
package dev.plumbline.daemon.kubernetes;

import org.jspecify.annotations.NullMarked;
