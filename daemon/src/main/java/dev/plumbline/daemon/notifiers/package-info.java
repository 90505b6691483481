/**
 * The ways out to people: each kind of receiver has a package of its own with its client and its payload. In goes a
 * {@link dev.plumbline.daemon.notifiers.Message}, about alerts or about a verdict, out comes what became of it
 * ({@link dev.plumbline.daemon.notifiers.Delivery}): when to try again is the caller's business, as is keeping what was not
 * delivered. Contents follow Alertmanager's receivers of the same names.
 */
@NullMarked
package dev.plumbline.daemon.notifiers;

import org.jspecify.annotations.NullMarked;
