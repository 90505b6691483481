/**
 * Stand-ins for the services that pages go to, over real sockets on loopback ports of their own: Slack, PagerDuty, any
 * webhook, a mail server; and GitHub's API, which asks before it deploys. Each checks what it is sent as the real one does, keeps it (bounded), and tells a listener one
 * line for each message, for people to read. Each can be told to misbehave: refuse, fall silent, hang up, drip. They are
 * what {@code plumbline demo} pages and what tests send to. In goes what a client sends, out come
 * {@link dev.plumbline.fleet.receivers.ReceivedRequest}s, {@link dev.plumbline.fleet.receivers.ReceivedMail}s and PagerDuty's
 * incidents. No dependencies. Follows Slack's incoming webhooks and chat.postMessage, PagerDuty's Events API v2 and v1,
 * RFC 5321, 3207, 4954 and 2195 as far as a client of them can tell.
 */
@NullMarked
package dev.plumbline.fleet.receivers;

import org.jspecify.annotations.NullMarked;
