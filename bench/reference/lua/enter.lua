-- A socket comes into the global room.
--
-- KEYS 1 global-chat:user-online:{userId}  2 global-chat:user-socket:{socketId}
--      3 global-chat:online-users
-- ARGV 1 socketId  2 userId  3 now, milliseconds
-- Answers 1 when it is the user's first.

redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('EXPIRE', KEYS[1], 3600)
redis.call('SET', KEYS[2], ARGV[2], 'EX', 3600)
return redis.call('SADD', KEYS[3], ARGV[2])
