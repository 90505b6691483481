/**
 * Sending a message over HTTP and judging the answer: what the receivers that speak HTTP share. In goes a body and where to
 * send it ({@link dev.plumbline.daemon.notifiers.delivery.HttpDelivery}); out comes a
 * {@link dev.plumbline.daemon.notifiers.Delivery} without secrets in it, whatever the other side wrote. Used by the packages
 * of receivers only.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.delivery;

import org.jspecify.annotations.NullMarked;
