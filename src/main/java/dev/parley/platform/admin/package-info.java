/**
 * What operators ask of a node over HTTP: its cluster, its drain, revocations, where a user is.
 *
 * <p>Belongs here: resources under {@code /api/admin}, each marked {@link
 * dev.parley.platform.rest.AdminOnly}, each action one line of the audit log. Does not: what they
 * do; they call the ports that do it.
 */
package dev.parley.platform.admin;
