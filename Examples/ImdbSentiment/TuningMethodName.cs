namespace ImdbSentiment;

/// <summary>The methods that <c>--method</c> knows.</summary>
internal enum TuningMethodName
{
    Lora,
    Dora,
    Full,
}
