using System;

namespace AttnGen.Generators.Model;

internal sealed record LoraMethodModel(int Rank, double Alpha, double Dropout) : MethodModel
{
    public override string Describe() => FormattableString.Invariant($"LoRA of rank {Rank}, alpha {Alpha}, dropout {Dropout}");
}
