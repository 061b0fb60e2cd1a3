using System;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Parsing;

/// <summary>The names that projections have in published models: BERT, Llama, DistilBERT and the paper's own.</summary>
internal static class RoleConvention
{
    public static Matrix RoleOf(string memberName)
    {
        var name = memberName.StartsWith("m_", StringComparison.Ordinal) ? memberName.Substring(2) : memberName.TrimStart('_');
        return name.ToLowerInvariant() switch
        {
            "query" or "q_proj" or "qproj" or "wq" or "w_q" or "q_lin" or "q" => Matrix.Q,
            "key" or "k_proj" or "kproj" or "wk" or "w_k" or "k_lin" or "k" => Matrix.K,
            "value" or "v_proj" or "vproj" or "wv" or "w_v" or "v_lin" or "v" => Matrix.V,
            _ => Matrix.None,
        };
    }
}
