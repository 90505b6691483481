/**
 * YAML with positions. A document becomes a tree of {@link dev.plumbline.daemon.config.yaml.YamlNode}s that know file,
 * line and column; {@link dev.plumbline.daemon.config.yaml.MappingReader} takes typed values out of it and reports
 * every unknown key and wrong type to {@link dev.plumbline.daemon.config.yaml.Problems}, which collects what is wrong
 * in all files before anything is said. Scalars are read with the liberties that Prometheus's YAML library takes
 * (yes/no as booleans, numbers as strings, merge keys, the first of several documents). Size, nesting and alias
 * expansion are bounded. Used by the configuration, by policies and by file-based discovery; knows none of them.
 */
@NullMarked
package dev.plumbline.daemon.config.yaml;

import org.jspecify.annotations.NullMarked;
