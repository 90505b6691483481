/**
 * Kayenta's service over our own series and documents: canary configurations that are kept, executions that measure and judge
 * one window, standalone analyses that do so again and again, stored metric sets, and its judge by itself. The judge is
 * {@link dev.plumbline.analysis.kayenta}; here is what surrounds it. {@link dev.plumbline.daemon.kayenta.Kayenta} is what controllers
 * speak to. Requests and answers are {@link dev.plumbline.analysis.value.Value}s of Kayenta's shapes; what is wrong with a
 * request is a {@link dev.plumbline.model.PlumblineException} of kind USER. Series come through
 * {@link dev.plumbline.daemon.kayenta.RangeSource}, time and random bits through constructors. What runs is a
 * {@link dev.plumbline.daemon.kayenta.Job}, kept as a document before it is answered and taken up again after a restart
 * (docs/formats/kayenta-documents.md). Written after Kayenta's HTTP interface as its controllers define it.
 */
@NullMarked
package dev.plumbline.daemon.kayenta;

import org.jspecify.annotations.NullMarked;
