/** The values of the global room: participants and messages. Depends on the JDK only. */
package dev.parley.chat.globalroom.entity;
