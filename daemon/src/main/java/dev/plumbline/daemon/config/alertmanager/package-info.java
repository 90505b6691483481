/**
 * Alertmanager's configuration file: read with positions, checked whole, every default and every inheritance resolved,
 * so that who uses it asks no further questions. In goes text, out comes an
 * {@link dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig} or every problem of it. Keys that are known and not
 * carried out yet are refused by name.
 */
@NullMarked
package dev.plumbline.daemon.config.alertmanager;

import org.jspecify.annotations.NullMarked;
