package dev.plumbline.daemon.api.admin;

import java.util.List;

/** Reads the configuration again and swaps it whole, or keeps the old one. */
@FunctionalInterface
public interface Reloader {

    /** The problems that kept the old configuration in place, each as {@code file:line:column: message}; none on success. */
    List<String> reload();
}
