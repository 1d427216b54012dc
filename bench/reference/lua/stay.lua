-- Keeps sockets of the global room that gave a sign of life.
--
-- ARGV 1 prefix  2... socketId and userId by turns

for i = 2, #ARGV, 2 do
  redis.call('EXPIRE', ARGV[1] .. ':global-chat:user-socket:' .. ARGV[i], 3600)
  redis.call('EXPIRE', ARGV[1] .. ':global-chat:user-online:' .. ARGV[i + 1], 3600)
end
