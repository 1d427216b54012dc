/**
 * Configuration: MicroProfile Config behind the kernel's port, the list of all keys, and the check
 * of them at start.
 *
 * <p>Belongs here: what concerns all keys. Does not: a feature's own rows; they stand in its {@code
 * XxxSettings}, and {@link dev.parley.platform.config.SettingCatalog} lists them.
 */
package dev.parley.platform.config;
