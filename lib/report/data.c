#include "report/data.h"

#include "base/escape.h"

static void append_member (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\n\"%s\":", name);
  hr_escape_json (out, text);
}

/* [i] is the name of file i + 1. */
static void append_files (GString *out, HrTimeline *timeline)
{
  g_string_append (out, ",\n\"files\":[");
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    g_autofree char *name = hr_report_dup_file (timeline, file);
    g_string_append (out, file > 1 ? "," : "");
    hr_escape_json (out, name);
  }
  g_string_append_c (out, ']');
}

static void append_output (GString *out, const HrReportOutputs *outputs)
{
  g_string_append (out, ",\n\"output\":[");
  for (guint i = 0; i < outputs->pieces->len; i++) {
    const HrReportOutput *piece = &g_array_index (outputs->pieces, HrReportOutput, i);
    g_string_append_printf (out, "%s[%d,", i > 0 ? ",\n" : "", piece->error ? 1 : 0);
    hr_escape_json (out, piece->text);
    g_string_append_c (out, ']');
  }
  g_string_append_c (out, ']');
}

static void append_thinned (GString *out, const HrReportData *data)
{
  if (data->thinned_of == 0) {
    g_string_append (out, ",\n\"thinned\":null");
    return;
  }
  g_string_append_printf (out, ",\n\"thinned\":{\"of\":%u,\"rule\":", data->thinned_of);
  hr_escape_json (out, data->thinned_rule);
  g_string_append_c (out, '}');
}

char *hr_report_data_dup_json (const HrReportData *data)
{
  g_autofree char *program = hr_report_dup_program (data->timeline);
  g_autofree char *python = hr_report_dup_python (data->timeline);
  GString *out = g_string_new ("{\"width\":");
  hr_escape_number (out, data->size_pt.width, 2);
  g_string_append (out, ",\"height\":");
  hr_escape_number (out, data->size_pt.height, 2);
  append_member (out, "program", program);
  append_member (out, "python", python);
  append_member (out, "theme", data->theme);
  g_string_append_printf (out, ",\n\"embed\":%s", data->embed ? "true" : "false");
  append_thinned (out, data);
  append_files (out, data->timeline);
  append_output (out, data->outputs);
  hr_report_steps_append_json (data->steps, hr_report_lines_peek_edits (data->lines), out);
  hr_report_lives_append_json (data->lives, out);
  hr_report_words_append_json (hr_report_steps_peek_names (data->steps), "names", out);
  g_string_append (out, "}\n");
  return g_string_free (out, FALSE);
}
