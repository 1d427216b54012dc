-- Removes a socket; with the last one the user is offline.
--
-- KEYS 1 user:{id}:sockets  2 socket:{id}:user  3 online_users  4 user:{id}:status  5 user:{id}:devices
-- ARGV 1 socketId  2 userId  3 deviceId  4 what stands before a socket's key, and 5 behind it
--      6 channel for users who go offline  7 what to publish there

redis.call('DEL', KEYS[2])
if redis.call('SREM', KEYS[1], ARGV[1]) == 0 then
  return
end
local others = redis.call('SMEMBERS', KEYS[1])
if #others == 0 then
  redis.call('ZREM', KEYS[3], ARGV[2])
  redis.call('DEL', KEYS[4], KEYS[5])
  redis.call('PUBLISH', ARGV[6], ARGV[7])
  return
end
-- A device may have several sockets.
for _, other in ipairs(others) do
  if redis.call('HGET', ARGV[4] .. other .. ARGV[5], 'deviceId') == ARGV[3] then
    return
  end
end
redis.call('SREM', KEYS[5], ARGV[3])
