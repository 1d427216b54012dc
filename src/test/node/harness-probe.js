// Shows what the Java harness promises to a script: arguments, packages, exit code, streams.
import { io } from "socket.io-client";

const [mode, ...rest] = process.argv.slice(2);
if (mode === "print") {
  console.log(`argument: ${rest.join(",")}`);
  console.log(`client: ${typeof io}`);
} else if (mode === "fail") {
  console.error("it went wrong");
  process.exitCode = 3;
} else {
  console.log("hanging");
  setInterval(() => {}, 60_000);
}
