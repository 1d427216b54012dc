/** What sending a direct message means, and the ports it needs. Knows no event and no JSON. */
package dev.parley.chat.direct.control;
