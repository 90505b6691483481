/**
 * Questions of people and programs to the series, governed: how many run at a time, how many wait and how long, what runs
 * now and what was slow, and how one is ended. Everything that comes over HTTP and reads series goes through
 * {@link dev.plumbline.daemon.queries.Queries}. Rules and analyses do not: they ask the engine on threads of their own and
 * within a memory bound of their own, so that no number of dashboards can keep them waiting. Knows neither HTTP nor JSON.
 */
@NullMarked
package dev.plumbline.daemon.queries;

import org.jspecify.annotations.NullMarked;
