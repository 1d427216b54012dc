-- A socket leaves the global room.
--
-- KEYS 1 global-chat:user-online:{userId}  2 global-chat:user-socket:{socketId}
--      3 global-chat:online-users
-- ARGV 1 socketId  2 userId
-- Answers 1 when it was the user's last.

redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
return redis.call('SREM', KEYS[3], ARGV[2])
