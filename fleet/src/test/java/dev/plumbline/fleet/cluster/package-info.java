/** Tests of the cluster's stand-in. */
@org.jspecify.annotations.NullMarked
package dev.plumbline.fleet.cluster;
