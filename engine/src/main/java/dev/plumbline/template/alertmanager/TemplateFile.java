package dev.plumbline.template.alertmanager;

/** A file of templates: where it stands, for messages, and its text. */
public record TemplateFile(String path, String text) {}
