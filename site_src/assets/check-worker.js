// 批量核对的后台线程：名单只从页面传到这里，不传到别处；要读的只有固定地址的几个文件。
(function () {
  'use strict';
  var matcher = null, tools, data;
  self.gongshiNames = function (found) { data = found; };
  try {
    importScripts('engine.js', 'lines.js', 'match.js', 'names.js');
    tools = self.gongshi.match;
  } catch (e) { /* 读不到：下面告诉页面，由页面自己来 */ }

  function check(lines) {
    tools.drive(matcher.check(lines), 200, function (done) { self.postMessage({ done: done }); }, function (answers) {
      self.postMessage({ answers: answers, lists: data.lists });
    });
  }

  self.onmessage = function (event) {
    if (!tools || !data) { self.postMessage({ failed: true }); return; }
    if (matcher) { check(event.data); return; }
    tools.drive(tools.Matcher.build(data), 1000, function () {}, function (built) { matcher = built; check(event.data); });
  };
})();
