"""The sentences of the check: what is wrong and the mend, in Chinese and in English."""

from collections.abc import Mapping
from typing import NamedTuple


class Said(NamedTuple):
    """One refusal in both languages."""

    wrong_zh: str
    mend_zh: str
    wrong_en: str
    mend_en: str


_FILE: Mapping[str, Said] = {
    "unreadable": Said(
        "文件无法读取：{why}", "改正文件内容后重新检查。",
        "The file cannot be read: {why}", "Mend the file and check again.",
    ),
    "no_main": Said(
        "政策文件没有写明主流程，或主流程“{main}”没有图。",
        "在 policy.toml 的 [jurisdiction] 中把 main 写成一个流程的编号。",
        "The policy names no main process, or “{main}” has no diagram.",
        "Set main under [jurisdiction] in policy.toml to the id of a process.",
    ),
    "policy": Said(
        "政策文件有误：{why}", "按提示改正 policy.toml。",
        "The policy is wrong: {why}", "Mend policy.toml as said.",
    ),
    "report": Said(
        "报表有误：{why}", "按提示改正报表文件。",
        "The report is wrong: {why}", "Mend the report's file as said.",
    ),
    "form": Said(
        "表单有误：{why}", "按提示改正表单文件。",
        "The form is wrong: {why}", "Mend the form file as said.",
    ),
    "process_name": Said(
        "流程编号“{process}”与文件名不同。", "流程编号改为“{stem}”，或改文件名。",
        "The process id “{process}” differs from the file's name.",
        "Give the process the id “{stem}”, or rename the file.",
    ),
    "collaboration": Said(
        "图中有多个泳池、多个流程或泳池之间的消息流。",
        "一个文件只画一个流程；往来用消息事件表示。",
        "The diagram holds several pools or processes, or message flows between pools.",
        "One file holds one process; draw what arrives as a message event.",
    ),
}  # fmt: skip

_ELEMENT: Mapping[str, Said] = {
    "script_task": Said(
        "脚本任务：图中不放程序。", "删去脚本；需要的值由系统作为事实提供，网关按名称取用。",
        "A script task: a diagram holds no code.",
        "Remove it; let the service provide the value as a fact and ask for it at a gateway.",
    ),
    "business_rule_task": Said(
        "业务规则任务：结果会留在流程里。",
        "删去此任务，在网关条件中直接引用决策表，例如 表名.ok。",
        "A business rule task: its result would stay in the case.",
        "Remove it and ask the decision table in a gateway's condition, as in table.ok.",
    ),
    "service_task": Said(
        "服务任务：图不调用程序。", "改为信号抛出事件，由系统对信号作出反应。",
        "A service task: a diagram calls no program.",
        "Throw a signal instead; the service reacts to signals.",
    ),
    "kind": Said(
        "不支持的元素类型“{kind}”。",
        "改用用户任务、调用活动、排他/并行/事件网关或消息、定时、信号、错误事件。",
        "Elements of the kind “{kind}” are not in the dialect.",
        "Use user tasks, call activities, exclusive, parallel or event gateways, and message, "
        "timer, signal or error events.",
    ),
    "ad_hoc": Said(
        "临时子流程会改动各案共用的定义。", "改为按顺序画出的步骤，或另立后续案件。",
        "An ad-hoc sub-process changes the definition that all cases share.",
        "Draw the steps in order, or open a follow-on case.",
    ),
    "event_sub_process": Said(
        "事件子流程会改动各案共用的定义。", "改为边界事件、一个事实，或另立后续案件。",
        "An event sub-process changes the definition that all cases share.",
        "Use a boundary event, a fact, or a follow-on case.",
    ),
    "repeated": Said(
        "步骤带有循环或多实例标记。", "名单上的多人用一个步骤加明细行办理。",
        "The step carries a loop or multi-instance marker.",
        "Make it one step over many lines.",
    ),
    "start_event": Said(
        "开始事件带有触发条件；被调用的流程会一直等下去。", "改为普通开始事件。",
        "The start event waits for something; a called process would wait for ever.",
        "Make it a plain start event.",
    ),
    "signal_end": Said(
        "信号结束事件会被当作普通结束，信号不会发出。", "在结束之前加一个信号抛出事件。",
        "A signal end event is read as a plain end: the signal is never sent.",
        "Put a signal throw event before a plain end.",
    ),
    "event_kind": Said(
        "此处不能用“{event}”事件。", "{where_zh}只用：{allowed}。",
        "A “{event}” event is not in the dialect here.", "{where_en} may be: {allowed}.",
    ),
    "message_boundary": Said(
        "不中断的消息边界只响应一次，第二次来件没有人收。",
        "来件记为一行，由图询问事实（如 open_objections == 0）；确要中断的改为中断型。",
        "A non-interrupting message boundary hears the first message only.",
        "Record each arrival as a row and let the diagram ask a fact (open_objections == 0), or "
        "make the boundary interrupting.",
    ),
    "boundary": Said(
        "边界事件不中断步骤。", "提醒和催办写在期限里；改变去向的边界事件设为中断型。",
        "The boundary event does not interrupt its step.",
        "Reminders are rungs of a deadline; a boundary that changes the path interrupts.",
    ),
    "timer": Said(
        "定时器“{word}”不是一个事实名称。",
        "用 timeDate，只写一个事实的名称；时间由系统带时区给出。",
        "The timer “{word}” is not the name of one fact.",
        "Use timeDate with the name of one fact; the service gives the time with its offset.",
    ),
    "two_timers": Said(
        "事件网关后面有两个定时器，第二个永远不会响。", "只留一个定时器，由一个事实取较早的时间。",
        "Two timers stand behind one event gateway: the second never fires.",
        "Keep one timer, and let one fact give the earlier time.",
    ),
    "event_gateway": Said(
        "事件网关后面的“{target}”不是消息或定时事件。", "事件网关后只接消息或定时捕获事件。",
        "“{target}” behind the event gateway is no message or timer event.",
        "Let only message or timer catch events follow an event gateway.",
    ),
}  # fmt: skip

_WORD: Mapping[str, Said] = {
    "fact": Said(
        "没有名为“{word}”的事实。", "改用已有的事实名称，或先在系统中登记这个事实。",
        "There is no fact “{word}”.", "Use a known fact, or have this one added to the service.",
    ),
    "table_word": Said(
        "“{word}”不是本地区的决策表。", "改正名称，或补上 {word}.dmn。",
        "“{word}” is no decision table of this folder.", "Mend the name, or add {word}.dmn.",
    ),
    "expression": Said(
        "条件“{text}”不是名称与常量的比较。", "条件只写事实名称、常量、比较和 and/or/not。",
        "The condition “{text}” is more than names compared with constants.",
        "Write names, constants, comparisons, and/or/not only.",
    ),
    "signal": Said(
        "没有名为“{word}”的信号。", "改用已有的信号名称，或先在系统中登记它的含义。",
        "There is no signal “{word}”.", "Use a known signal, or have its meaning added.",
    ),
    "message": Said(
        "没有名为“{word}”的消息。", "改用已有的消息名称，或先在系统中登记。",
        "There is no message “{word}”.", "Use a known message, or have it added to the service.",
    ),
    "code": Said(
        "错误事件没有写错误代码。", "给引用的错误定义填写 errorCode。",
        "The error event has no code.", "Give the error it refers to an errorCode.",
    ),
    "lane": Said(
        "泳道“{word}”不是已知角色。", "泳道编号改为角色编号，例如 county_reviewer。",
        "The lane “{word}” is no role.", "Give the lane the id of a role, as county_reviewer.",
    ),
    "no_lane": Said(
        "步骤不在任何泳道中，没有人能办。", "把步骤放进一个角色的泳道。",
        "The step lies in no lane: nobody can do it.", "Place the step in a role's lane.",
    ),
    "form_word": Said(
        "没有表单“{word}”。", "补上 forms/{word}.toml，或用 form 属性指定已有表单。",
        "There is no form “{word}”.",
        "Add forms/{word}.toml, or name another with the property form.",
    ),
    "not_offered": Said(
        "“{step}”的表单里没有“{word}”这个选项，这条路没有人能选。",
        "改正条件里的词，或在表单中加上这个选项。",
        "The form of “{step}” does not offer “{word}”: nobody can choose this way.",
        "Mend the word in the condition, or offer it in the form.",
    ),
    "no_way": Said(
        "“{step}”的表单提供“{word}”，网关后却没有这条路。",
        "画出这条路，或从表单中去掉这个选项。",
        "The form of “{step}” offers “{word}”, but no way leads on from it.",
        "Draw the way, or take the choice out of the form.",
    ),
    "step": Said(
        "系统没有办理步骤“{word}”的规则。", "改用已有的步骤编号，或先在系统中登记。",
        "The service has no rule for the step “{word}”.",
        "Use a known step id, or have a rule added.",
    ),
    "deadline": Said(
        "步骤的期限“{word}”没有写在 policy.toml 里。",
        "补上 [deadline.{word}]，或改正步骤的 deadline。",
        "The deadline “{word}” of the step is not in policy.toml.",
        "Add [deadline.{word}], or mend the step's deadline.",
    ),
    "called": Said(
        "调用的流程“{word}”不存在。", "改正 calledElement，或补上 {word}.bpmn。",
        "The called process “{word}” does not exist.",
        "Mend calledElement, or add {word}.bpmn.",
    ),
    "calls_itself": Said(
        "流程经“{word}”又调用了自己。", "取消其中一次调用。",
        "By way of “{word}” the process calls itself.", "Remove one of the calls.",
    ),
}  # fmt: skip

_WAY: Mapping[str, Said] = {
    "starts": Said(
        "流程有 {count} 个开始事件。", "只留一个开始事件。",
        "The process has {count} start events.", "Let it have one.",
    ),
    "no_end": Said(
        "流程没有结束事件。",
        "加上结束事件。",
        "The process has no end event.",
        "Add an end event.",
    ),
    "unreachable": Said(
        "从开始走不到这里。", "连上通往它的流程线，或删去它。",
        "No way leads here from the start.", "Draw a way to it, or remove it.",
    ),
    "dead_end": Said(
        "到这里就停住了，既不结束也没有去向。", "连到下一步或结束事件。",
        "The case stops here: no way goes on and it is no end.",
        "Draw the way on, or to an end event.",
    ),
    "no_condition": Said(
        "这条离开网关的线没有条件，也不是默认去向。", "写上条件，或在网关上设为默认。",
        "The way out of the gateway has no condition and is not its default.",
        "Give it a condition, or make it the gateway's default.",
    ),
    "stray_condition": Said(
        "条件写在不离开排他网关的线上。", "加一个排他网关，条件写在离开网关的线上。",
        "The condition stands on a flow that leaves no exclusive gateway.",
        "Put an exclusive gateway before it.",
    ),
    "several_ways": Said(
        "从一个步骤分出多条线，会同时走。", "用网关分开。",
        "Several flows leave one step and would all be walked.", "Part them by a gateway.",
    ),
    "join_on_cycle": Said(
        "并行汇合处在循环上，第二圈只等一个分支就放行。", "把并行部分放进子流程，循环画在外面。",
        "A parallel join lies on a cycle: from its second turn it waits for one branch only.",
        "Put what runs side by side into a sub-process and loop around it.",
    ),
    "no_join": Said(
        "并行分支没有共同的汇合。", "各分支用一个并行网关汇合。",
        "The parallel branches meet in no join.", "Let all branches end in one parallel gateway.",
    ),
    "way_out": Said(
        "“{element}”从并行部分中间走了出去，另一分支还开着。",
        "把并行部分放进子流程，用其结束或边界事件离开。",
        "“{element}” leads out of a parallel block while the other branch is still open.",
        "Put the block into a sub-process and leave by its end or by a boundary event.",
    ),
    "join_twice": Said(
        "同一分支有两条线进入并行汇合，汇合会一直等。", "先用排他网关合并，再进入汇合。",
        "One branch enters the parallel join by two flows: the join waits for ever.",
        "Merge them in an exclusive gateway first.",
    ),
    "loop_beside": Said(
        "并行部分里有没有事实约束的循环，另一分支等着时案件会越走越慢直至停住。",
        "把循环放进被调用的流程，或让一个事实决定是否再走。",
        "A loop that no fact bounds runs beside a waiting branch, until the case stops.",
        "Put the loop into a called process, or let a fact decide on another turn.",
    ),
    "same_word": Said(
        "“{other}”同时也在等“{word}”，来一次会触发两处。", "只留一处，或改用不同的名称。",
        "“{other}” waits for “{word}” at the same time: one arrival fires both.",
        "Keep one of them, or give them different words.",
    ),
    "nobody_catches": Said(
        "错误“{word}”没有人接。", "在调用活动上加上捕获此代码的边界事件。",
        "Nobody catches the error “{word}”.",
        "Put a boundary event with this code on the call activity.",
    ),
    "nobody_throws": Said(
        "没有人抛出错误“{word}”。", "删去此边界事件，或在被调用的流程里加上错误结束事件。",
        "Nobody throws the error “{word}”.",
        "Remove the boundary event, or add an error end event to the called process.",
    ),
    "engine": Said(
        "引擎读不了这张图：{why}", "按提示改正。",
        "The engine cannot read the diagram: {why}", "Mend the diagram as said.",
    ),
}  # fmt: skip

_PICTURE: Mapping[str, Said] = {
    "no_shape": Said(
        "没有画出来（缺少图形坐标）。", "在图中为它补上图形。",
        "It is not drawn: it has no shape.", "Draw it: add its shape with bounds.",
    ),
    "no_edge": Said(
        "流程线没有画出来（缺少折点）。", "在图中补上这条线的折点。",
        "The flow is not drawn: it has no waypoints.", "Draw it: add its edge with waypoints.",
    ),
    "no_label": Said(
        "名称没有位置（缺少标签坐标）。", "在图中为名称补上标签位置。",
        "Its name has no place: label bounds are missing.", "Add the label's bounds.",
    ),
}  # fmt: skip

_TABLE: Mapping[str, Said] = {
    "table": Said(
        "决策表有误：{why}", "按提示改正决策表。",
        "The decision table is wrong: {why}", "Mend the table as said.",
    ),
    "hit_policy": Said(
        "命中策略是 {policy}。", "命中策略改为 UNIQUE，规则互不重叠。",
        "The hit policy is {policy}.", "Make it UNIQUE, with rules that do not overlap.",
    ),
    "overlap": Said(
        "与规则“{other}”同时命中：{example}。", "改写条件，使两条规则互不重叠。",
        "It fits together with the rule “{other}”: {example}.",
        "Rewrite the conditions so that the two rules do not overlap.",
    ),
    "incomplete": Said(
        "没有规则适用：{example}。", "为这种情形补一条规则。",
        "No rule fits: {example}.", "Add a rule for this situation.",
    ),
    "no_source": Said(
        "规则没有写明依据。", "在说明中写 clause=条款编号，或 source=default 加一句理由。",
        "The rule names no source.",
        "Write clause=… or source=default with a sentence into its description.",
    ),
    "no_sentence": Said(
        "规则只有依据，没有一句说明。", "在说明中补一句话，让人看懂这条规则。",
        "The rule cites its source but says nothing.", "Add a sentence that people can read.",
    ),
    "open_input": Said(
        "文字输入“{word}”没有列出允许的值，无法证明规则完整。",
        "在输入中用 inputValues 列出全部取值。",
        "The text input “{word}” lists no allowed values: completeness cannot be proven.",
        "List all its values as inputValues.",
    ),
    "unlisted": Said(
        "条件中的“{value}”不在输入“{word}”允许的值之内。", "改正条件，或把它加进 inputValues。",
        "“{value}” is not among the allowed values of the input “{word}”.",
        "Mend the condition, or add it to inputValues.",
    ),
    "too_wide": Said(
        "情形太多（{count} 种），无法逐一核对。", "把决策表拆成两张。",
        "There are too many situations ({count}) to go through.", "Split the table in two.",
    ),
}  # fmt: skip

WORDS: Mapping[str, Said] = {**_FILE, **_ELEMENT, **_WORD, **_WAY, **_PICTURE, **_TABLE}
