-- Makes users offline whom no process has heard of for long, as after a crash; at most 500 a call.
--
-- KEYS 1 online_users
-- ARGV 1 prefix  2 who was last heard of before this, milliseconds  3 now as text
--      4 channel for users who go offline
-- Answers how many there were.

local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, 500)
for _, userId in ipairs(gone) do
  local user = ARGV[1] .. ':user:' .. userId
  redis.call('ZREM', KEYS[1], userId)
  redis.call('DEL', user .. ':sockets', user .. ':devices', user .. ':status')
  redis.call('PUBLISH', ARGV[4], cjson.encode({ userId = userId, timestamp = ARGV[3] }))
end
return #gone
