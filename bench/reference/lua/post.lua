-- Accepts a message of the room, once for its sender and tempId: gives it a seq and caches it.
--
-- KEYS 1 the room's seq  2 what was accepted of this sender and tempId  3 global-chat:message:{id}
-- ARGV 1 the message as JSON without its first brace and its seq
-- Answers the seq and the message's key, of an earlier message when it is a retry.

local before = redis.call('GET', KEYS[2])
if before then
  return { 0, redis.call('GET', before) }
end
local seq = redis.call('INCR', KEYS[1])
redis.call('SET', KEYS[3], '{"seq":' .. string.format('%.0f', seq) .. ',' .. ARGV[1], 'EX', 3600)
redis.call('SET', KEYS[2], KEYS[3], 'EX', 300)
return { seq, false }
