-- Keeps sockets that gave a sign of life, and the presence of their users.
--
-- KEYS 1 online_users
-- ARGV 1 prefix  2 now, milliseconds  3... socketId and userId by turns

for i = 3, #ARGV, 2 do
  local userId = ARGV[i + 1]
  redis.call('EXPIRE', ARGV[1] .. ':socket:' .. ARGV[i] .. ':user', 3600)
  if redis.call('ZSCORE', KEYS[1], userId) then
    redis.call('ZADD', KEYS[1], ARGV[2], userId)
    local status = ARGV[1] .. ':user:' .. userId .. ':status'
    if redis.call('EXPIRE', status, 300) == 0 then
      redis.call('SET', status, 'online', 'EX', 300)
    end
  end
end
