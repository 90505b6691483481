/**
 * Answers GitHub's custom deployment protection rules. {@link dev.plumbline.daemon.github.DeploymentGate} takes a deployment that
 * waits, keeps it in the documents before GitHub is told that it arrived, and asks the gate by {@code tick} until there is a go or no-go,
 * which is kept before it is sent. {@link dev.plumbline.daemon.github.GithubClient} speaks as the app: a JSON Web Token signed with the
 * app's key (RFC 7519, RS256) gives a token of the installation, and with that the rule's callback is answered. Nothing but what
 * lies under the configured API is called. Follows docs.github.com, "Creating custom deployment protection rules" and "Generating a
 * JSON Web Token for a GitHub App". Sees the gate, the documents port and outgoing HTTP.
 */
@NullMarked
package dev.plumbline.daemon.github;

import org.jspecify.annotations.NullMarked;
