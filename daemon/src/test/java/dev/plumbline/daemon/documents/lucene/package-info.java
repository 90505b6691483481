@NullMarked
package dev.plumbline.daemon.documents.lucene;

import org.jspecify.annotations.NullMarked;
