namespace AttnGen.Adapters;

/// <summary>The names of PEFT's adapter format (huggingface/peft, version 0.17).</summary>
internal static class PeftNames
{
    public const string ConfigFile = "adapter_config.json";
    public const string WeightsFile = "adapter_model.safetensors";

    /// <summary>Stands before every path in the weights file.</summary>
    public const string Prefix = "base_model.model.";

    public const string MatrixA = "lora_A.weight";
    public const string MatrixB = "lora_B.weight";

    /// <summary>DoRA's magnitude. In PEFT it is the weight of a module, and the file has its name without that.</summary>
    public const string Magnitude = "lora_magnitude_vector";

    private const string ModuleMagnitude = $".{Magnitude}.weight";

    /// <summary>The name of the format for one that a file may have: who saves PEFT's modules by their own names leaves <c>.weight</c> behind the magnitude.</summary>
    public static string Of(string name) => name.EndsWith(ModuleMagnitude, StringComparison.Ordinal) ? name[..^".weight".Length] : name;
}
