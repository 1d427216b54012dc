-- The standing rooms of a user; asking for them, or adding one, lets them live on.
--
-- KEYS 1 rooms  set
-- ARGV 1 life, ms     2 room to add; none to ask only
-- Answers all rooms.

if ARGV[2] then
  redis.call('SADD', KEYS[1], ARGV[2])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('SMEMBERS', KEYS[1])
