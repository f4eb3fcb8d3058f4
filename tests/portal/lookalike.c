#include "base/attrs.h"

#include "tests/portal/body.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

#define PARAGRAPHS 4

/* %A: the agency's name, %Y: the year. In the order of lookalikes.def. */
static const char *const texts[][PARAGRAPHS] = {
	{ "填报单位：%A　网站名称：%A门户网站", "独立用户访问总量：12034　网站总访问量：45210",
	  "信息发布总数：310　概况类信息更新量：12　政务动态信息更新量：230　信息公开目录信息更新量"
	  "：68",
	  "政务服务事项数量：102　可全程在线办理政务服务事项数量：57　留言办理总体情况：收到留言数"
	  "量18，办结留言数量18" },
	{ "%Y年，%A坚持依法行政，推进法治政府建设，现将有关情况报告如下。",
	  "一、%"
	  "Y年度推进法治政府建设的主要举措和成效。依法全面履行职能，规范行政执法，全年开展执法检查4"
	  "2次。",
	  "二、存在的不足和原因。执法力量还不够强，普法形式较为单一。",
	  "三、下一年度推进法治政府建设的主要安排。加强学习培训，落实行政执法三项制度。" },
	{ "为方便公民、法人和其他组织依法获取政府信息，%A编制本指南。",
	  "一、主动公开。公开范围、公开形式和公开时限按照《条例》规定执行。",
	  "二、依申请公开。申请人可以当面、邮寄或者通过网站提出申请，并填写申请表。",
	  "三、监督方式。申请人认为本机关未依法履行公开义务的，可以向政务公开主管部门投诉。" },
	{ "近日，%A发布了%Y年政府信息公开工作年度报告，现就有关内容解读如下。",
	  "问：编制报告的依据是什么？答：依据是《中华人民共和国政府信息公开条例》第四十九条、第五十"
	  "条。",
	  "问：报告有哪些主要内容？答：报告从总体情况等方面介绍了一年来的工作。",
	  "解读单位：%A办公室" },
	{ "%Y年，%A在各方面的支持下，较好地完成了各项任务，现将工作总结如下。",
	  "一、全年主要工作。项目建设稳步推进，民生实事如期完成，安全生产形势平稳。",
	  "二、存在的困难和问题。财政收支矛盾仍然突出，干部队伍结构有待优化。",
	  "三、下一年工作要点。抓项目、促转型、惠民生，确保完成全年目标任务。" },
	{ "本网讯　近日，%A召开%Y年度政府信息公开年度报告编制培训会。",
	  "会议对报告格式、数据填报和发布时限作了讲解，要求各科室于一月二十日前报送材料。",
	  "参会人员还就平时工作中遇到的问题进行了交流。", "（供稿：%A办公室）" },
	{ "各科室、各下属单位：",
	  "为做好%Y年政府信息公开工作年度报告的编制和发布工作，现将有关事项通知如下。",
	  "一、报告应当按照规定的格式编制，数据真实准确，表格完整。二、各单位应于一月二十五日前报送"
	  "。",
	  "特此通知。%A" },
};

void body_lookalike(struct buf *out, const struct world *w, const struct entry *e)
{
	static const char *const titles[] = {
#define LOOKALIKE(kind, title) title,
#include "tests/portal/lookalikes.def"
#undef LOOKALIKE
	};

	_Static_assert(countof(titles) == countof(texts), "a page for each row of lookalikes.def");
	for (size_t i = 0; i < PARAGRAPHS; i++) {
		buf_add(out, STR("<p style=\"text-indent:2em\">"));
		for (const char *at = texts[e->lookalike][i]; *at; at++) {
			if (at[0] == '%' && at[1] == 'A')
				html_text(out, w->agencies[e->agency].name);
			else if (at[0] == '%' && at[1] == 'Y')
				buf_addf(out, "%d", e->year);
			else {
				buf_addc(out, *at);
				continue;
			}
			at++;
		}
		buf_add(out, STR("</p>\n"));
	}
	buf_add(out, STR("<p style=\"text-align:right\">"));
	skin_date_hanzi(out, e->date);
	buf_add(out, STR("</p>\n"));
}
