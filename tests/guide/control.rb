# GUIDE: Container Control Operations -> Port Management
cuid = 'c123e4567-e89b-12d3-a456-426614174000'
expect = lambda do |answer, status|
  raise "#{status} expected: #{answer}" unless answer['cuid'] == cuid && answer['status'] == status
end
# the example has started it
first = manager.start(cuid)
expect.call(first, 'running')
again = manager.restart(cuid)
expect.call(again, 'running')
raise 'restarted at the same moment' if first['started_at'] == again['started_at']
expect.call(manager.pause(cuid), 'paused')
refused = manager.start(cuid)
raise refused.to_s unless refused['error'] == 'state_error' && refused['status'] == 422
expect.call(manager.unpause(cuid), 'running')
expect.call(manager.stop(cuid), 'exited')
