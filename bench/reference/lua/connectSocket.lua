-- Adds a socket, and presence with it.
--
-- KEYS 1 user:{id}:sockets  2 socket:{id}:user  3 online_users  4 user:{id}:status  5 user:{id}:devices
-- ARGV 1 socketId  2 userId  3 deviceId  4 now, milliseconds  5 server instance
--      6 channel for users who come online  7 what to publish there

local first = redis.call('EXISTS', KEYS[1]) == 0
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], 'userId', ARGV[2], 'deviceId', ARGV[3],
  'connectedAt', ARGV[4], 'serverInstance', ARGV[5])
redis.call('EXPIRE', KEYS[2], 3600)
redis.call('ZADD', KEYS[3], ARGV[4], ARGV[2])
redis.call('SET', KEYS[4], 'online', 'EX', 300)
redis.call('SADD', KEYS[5], ARGV[3])
if first then
  redis.call('PUBLISH', ARGV[6], ARGV[7])
end
