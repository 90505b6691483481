/**
 * The meeting point with Micronaut's HTTP server: reads a request into {@code Parameters}, lets a handler make an
 * {@code Answer}, writes it back, counts and traces it, and turns failures, unknown paths and wrong methods into the
 * answers that clients of Prometheus expect. Everything that blocks runs on virtual threads. The routes that are asked all the time
 * are answered on the connection, before the framework ({@link dev.plumbline.daemon.api.server.DirectAnswers}). Controllers stand in the
 * packages of their surfaces and use only {@link dev.plumbline.daemon.api.server.Exchange}.
 */
@NullMarked
package dev.plumbline.daemon.api.server;

import org.jspecify.annotations.NullMarked;
