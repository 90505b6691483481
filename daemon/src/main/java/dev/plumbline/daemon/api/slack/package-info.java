/**
 * What Slack calls when somebody presses a button under a verdict: {@code POST /slack/actions}. It needs no token; a request counts
 * by Slack's signature (version v0: HMAC-SHA256 over the time and the body with the app's signing secret) and by its age. What was pressed is
 * recorded as that person's decision; the message is then written anew through the {@code response_url} of the request.
 * {@link dev.plumbline.daemon.api.slack.SlackApps} holds the apps of the configuration in force. Sees the analyses and outgoing HTTP.
 */
@NullMarked
package dev.plumbline.daemon.api.slack;

import org.jspecify.annotations.NullMarked;
