/** The direct messages' ports on one node. */
package dev.parley.chat.direct.adapter;
