-- Writes, ends or takes over what is needed to take a connection up again. Safe to repeat and to come
-- late: of two writes of one generation the higher version stays, and a higher generation stays.
--
-- KEYS 1 session   hash: generation, version, user, session (JSON); without a session it was ended;
--                  claim, the id of the last claim and the generation that it gave
-- ARGV save:  1 "save"    2 generation   3 version   4 user   5 JSON   6 life, ms
--      end:   1 "end"     2 generation   3 version   4 how long late writes are kept off, ms
--      claim: 1 "claim"   2 user         3 life, ms   4 an id; asked again with it, it is the same claim
-- Answers save, end: 1 when it was taken, 2 when a newer version is there, 0 when a newer generation is
--         claim: {generation, JSON}, {0} when there is nothing, {-1} when it is another user's or ended

local record = redis.call('HMGET', KEYS[1], 'generation', 'version', 'user', 'session', 'claim')
local generation = tonumber(record[1] or 0)

if ARGV[1] == 'claim' then
  if generation == 0 then
    return {0}
  end
  if not record[4] or record[3] ~= ARGV[2] then
    return {-1}
  end
  if record[5] == ARGV[4] .. ':' .. generation then
    return {generation, record[4]}
  end
  redis.call('HSET', KEYS[1], 'generation', generation + 1, 'version', 0,
    'claim', ARGV[4] .. ':' .. generation + 1)
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {generation + 1, record[4]}
end

if generation > tonumber(ARGV[2]) then
  return {0}
end
if generation == tonumber(ARGV[2]) and tonumber(record[2]) >= tonumber(ARGV[3]) then
  return {2}
end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'version', ARGV[3])
if ARGV[1] == 'end' then
  redis.call('HDEL', KEYS[1], 'user', 'session')
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
else
  redis.call('HSET', KEYS[1], 'user', ARGV[4], 'session', ARGV[5])
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
end
return {1}
