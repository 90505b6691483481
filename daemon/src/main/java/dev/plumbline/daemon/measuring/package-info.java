/**
 * The HTTP calls that AnalysisTemplates measure by. {@link dev.plumbline.daemon.measuring.HttpMeasurements} makes them beside the thread that ticks, so that a slow
 * service keeps no other analysis waiting; bounded in number, time and size. In goes a metric's call, out comes an answer or why there is none. Sees the port of
 * the verdicts package and outgoing HTTP.
 */
@NullMarked
package dev.plumbline.daemon.measuring;

import org.jspecify.annotations.NullMarked;
