/**
 * What every page and file is sent with.
 *
 * <p>Belongs here: response headers and the answer to a request that failed. Does not: pages, or
 * anything of the protocols.
 */
package dev.parley.platform.web;
