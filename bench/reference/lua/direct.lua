-- Accepts a direct message, once for its sender and tempId, if its receiver is there.
--
-- KEYS 1 user:{to}:sockets  2 what was accepted of this sender and tempId
-- ARGV 1 what to remember of it  2 1 when the sender's own socket is among the receiver's, else 0
-- Answers how many sockets take it, and what was accepted before, if anything was.

local devices = math.max(0, redis.call('SCARD', KEYS[1]) - tonumber(ARGV[2]))
local before = redis.call('GET', KEYS[2])
if not before and devices > 0 then
  redis.call('SET', KEYS[2], ARGV[1], 'EX', 300)
end
return { devices, before }
