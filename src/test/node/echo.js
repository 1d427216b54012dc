// Answers what others say in the global room, until it is stopped.
//
// node echo.js URL MODE TOKEN

import { client, rooms } from "./client.js";

const [url, mode, token] = process.argv.slice(2);
const socket = client(url, "/global-chat", token, mode);
let me = null;
socket.on("authenticated", async ({ userId }) => {
  me = userId;
  await rooms(socket);
  console.log("ready");
});
socket.on("chat:message", ({ userId, content, tempId, data }) => {
  if (userId !== me) {
    socket.emit("chat:message", { content: `echo ${content}`, tempId: `echo-${tempId}`, data });
  }
});
socket.on("connect_error", (error) => console.log("refused", error.message));
